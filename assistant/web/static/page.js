// Sends somebody whose session ended to the sign-in page, copies a released text, and lets Gradio hear every way of
// typing. Nothing else runs here.
(() => {
  const ask = window.fetch;
  window.fetch = async (...given) => {
    const answer = await ask(...given);
    if (answer.status === 401) {
      location.assign("/login?next=" + encodeURIComponent(location.pathname));
    }
    return answer;
  };
  // Gradio's text field tells of input only after a key press: not after a paste, a deletion or on a phone's keyboard.
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches && field.matches(".gradio-container textarea, .gradio-container input[type=text]")) {
      setTimeout(() => field.dispatchEvent(new KeyboardEvent("keypress", { bubbles: true })), 0);
    }
  });
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
