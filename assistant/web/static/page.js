// Sends somebody whose session ended to the sign-in page, copies a released text, opens a step, and lets Gradio hear every way of
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
  // A tile of the Programme page opens its step: on the page itself, and after a reload.
  const step = (number) => {
    const tabs = document.querySelectorAll("#steps > .tab-wrapper button[role=tab]");
    if (tabs.length > number) tabs[number].click();
    return tabs.length > number;
  };
  const asked = Number(new URLSearchParams(location.search).get("step") || 0);
  if (asked) {
    let tries = 0;
    const wait = setInterval(() => (step(asked) || ++tries > 100) && clearInterval(wait), 100);
  }
  document.addEventListener("click", (event) => {
    const tile = event.target.closest && event.target.closest(".tiles a");
    const found = tile && new URL(tile.href);
    const to = found && found.pathname === location.pathname ? Number(found.searchParams.get("step") || 0) : 0;
    if (to && step(to)) event.preventDefault();
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
