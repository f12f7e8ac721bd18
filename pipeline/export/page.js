"use strict";
// An item stands on the page twice: as a region of the scan and as text. Both carry its number in data-item;
// a paragraph, and the trail of its lines over the scan, carry theirs in data-passage.

const both = (name, value) => document.querySelectorAll(`[data-${name}="${CSS.escape(value)}"]`);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let chosen = "";

function light(name, value) {
  document.querySelectorAll(`[data-${name}].lit`).forEach((one) => one.classList.remove("lit"));
  if (value) both(name, value).forEach((one) => one.classList.add("lit"));
}

function choose(number, scrollTo) {
  chosen = number;
  document.querySelectorAll(".chosen").forEach((one) => one.classList.remove("chosen"));
  document.querySelectorAll(".region").forEach((one) => one.setAttribute("aria-pressed", one.dataset.item === number));
  if (!number) return;
  for (const one of both("item", number)) {
    one.classList.add("chosen");
    if (one.matches(scrollTo)) {
      const block = one.matches(".region") ? "center" : "start";
      one.scrollIntoView({ block, inline: "center", behavior: calm.matches ? "auto" : "smooth" });
    }
  }
}

function itemOf(event) {
  return event.target.closest("[data-item]");
}

document.addEventListener("pointerover", (event) => {
  light("item", itemOf(event)?.dataset.item);
  light("passage", event.target.closest("[data-passage]")?.dataset.passage);
});
document.addEventListener("focusin", (event) => light("item", itemOf(event)?.dataset.item));
document.addEventListener("focusout", () => light("item", ""));

document.addEventListener("click", (event) => {
  const item = itemOf(event);
  if (!item || getSelection().toString()) return; // whoever marks text wants to copy it
  const other = item.matches(".region") ? ".item" : ".region";
  choose(item.dataset.item, other);
});

document.addEventListener("keydown", (event) => {
  const item = itemOf(event);
  if (event.key === "Escape") choose("", "");
  if (item && item === event.target && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    choose(item.dataset.item, item.matches(".region") ? ".item" : ".region");
  }
});

let zoom = 1;
document.querySelector(".zoom").addEventListener("click", (event) => {
  const step = event.target.dataset.zoom;
  if (!step) return;
  zoom = step === "fit" ? 1 : Math.min(6, Math.max(1, zoom * (step === "in" ? 1.4 : 1 / 1.4)));
  document.querySelector(".sheet").style.setProperty("--zoom", zoom);
  if (chosen) choose(chosen, ".region");
});

// The pictures of the text are cut from the scan that is here already.
const scan = document.querySelector(".sheet img");
scan?.decode().then(() => {
  for (const canvas of document.querySelectorAll("canvas[data-crop]")) {
    const [x, y, width, height] = canvas.dataset.crop.split(" ").map(Number);
    canvas.getContext("2d").drawImage(scan, x, y, width, height, 0, 0, width, height);
  }
});

const wanted = /^#item-(\d+)$/.exec(location.hash);
if (wanted) choose(wanted[1], ".region");
