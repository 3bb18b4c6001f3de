"use strict";
(() => {
  const tip = document.getElementById("tip");
  const show = (e) => {
    const at = e.target.closest && e.target.closest("[data-tip]");
    tip.hidden = !at;
    if (!at) return;
    tip.textContent = at.dataset.tip;
    const width = document.documentElement.clientWidth;
    const left = Math.min(e.pageX + 14, window.scrollX + width - tip.offsetWidth - 8);
    const above = e.clientY + tip.offsetHeight + 30 > window.innerHeight;
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = (above ? e.pageY - tip.offsetHeight - 12 : e.pageY + 18) + "px";
  };
  document.addEventListener("pointermove", show);
  document.addEventListener("pointerdown", show);
  document.addEventListener("pointerleave", () => { tip.hidden = true; });

  const compare = (a, b, dir) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    const numbers = !isNaN(a) && !isNaN(b);
    return dir * (numbers ? a - b : a.localeCompare(b));
  };
  for (const head of document.querySelectorAll(".sortable th")) {
    head.querySelector("button").addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const h of head.parentNode.children) h.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = head.closest("table").tBodies[0];
      const key = (row) => row.cells[head.cellIndex].dataset.key;
      const rows = [...body.rows].sort((a, b) => compare(key(a), key(b), up ? 1 : -1));
      body.append(...rows);
    });
  }

  const unfold = () => {
    const at = location.hash && document.getElementById(location.hash.slice(1));
    if (at && at.tagName === "DETAILS") at.open = true;
  };
  const print = () => { for (const d of document.querySelectorAll("details")) d.open = true; };
  window.addEventListener("hashchange", unfold);
  window.addEventListener("beforeprint", print);
  unfold();
})();
