// The terminal's script asks the element for the address of its websocket: that of this page.
window.addEventListener("DOMContentLoaded", () => {
  const terminal = document.querySelector("#terminal");
  terminal.dataset.sessionWebsocketUrl = window.location.origin.replace(/^http/, "ws") + "/ws";
  const asked = parseInt(new URLSearchParams(window.location.search).get("fontsize"), 10);
  terminal.dataset.fontSize = Math.min(Math.max(asked || 16, 8), 40);
  // As soon as the app has painted, keys go to it; before that, it would take the page for one in the background.
  const watch = new MutationObserver(() => {
    if (document.body.classList.contains("-first-byte")) {
      watch.disconnect();
      document.querySelector(".xterm-helper-textarea").focus();
    }
  });
  watch.observe(document.body, { attributeFilter: ["class"] });
});
