/** The switch in the header: automatic, light, dark, and round again. */
(function () {
  const root = document.documentElement;
  const order = ["auto", "light", "dark"];
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-cb-theme]"));

  function show() {
    const now = root.dataset.theme || "auto";
    for (const button of buttons) {
      const label = button.dataset[now] || now;
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  }

  /** @param {string} theme */
  function set(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    casebook.write("theme", theme === "auto" ? null : theme);
    show();
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const now = order.indexOf(root.dataset.theme || "auto");
      set(order[(now + 1) % order.length]);
    });
  }
  document.addEventListener("casebook:fresh", () => set("auto"));
  show();
})();
