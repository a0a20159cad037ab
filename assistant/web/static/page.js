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
    // Every tab stands there twice: once to be measured, and once in the row or in its menu.
    const all = [...document.querySelectorAll("#steps > .tab-wrapper button")];
    const name = all.length > number ? all[number].textContent.trim() : "";
    const same = all.filter((tab) => tab.textContent.trim() === name);
    const open = () => same.some((tab) => tab.classList.contains("selected"));
    if (name && !open()) same[same.length - 1].click();
    return name !== "" && open();
  };
  const asked = Number(new URLSearchParams(location.search).get("step") || 0);
  if (asked) {
    let tries = 0;
    const wait = setInterval(() => (step(asked) || ++tries > 60) && clearInterval(wait), 200);
  }
  document.addEventListener("click", (event) => {
    const tile = event.target.closest && event.target.closest(".tiles a");
    const found = tile && new URL(tile.href);
    const to = found && found.pathname === location.pathname ? Number(found.searchParams.get("step") || 0) : 0;
    if (!to) return;
    event.preventDefault();
    step(to);
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
