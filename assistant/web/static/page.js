// Sends somebody whose session ended to the sign-in page, and copies a released text. Nothing else runs here.
(() => {
  const ask = window.fetch;
  window.fetch = async (...given) => {
    const answer = await ask(...given);
    if (answer.status === 401) {
      location.assign("/login?next=" + encodeURIComponent(location.pathname));
    }
    return answer;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest && event.target.closest("#copy-text");
    const field = button && document.querySelector("#released-text textarea");
    if (!field) return;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    button.classList.add("done");
  });
})();
