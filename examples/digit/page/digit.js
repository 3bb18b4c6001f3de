"use strict";

const at = (id) => document.getElementById(id);
const paper = at("paper"), pen = paper.getContext("2d", { willReadFrequently: true });
const count = (n) => n.toLocaleString("en"), percent = (x, digits = 1) => (100 * x).toFixed(digits) + " %";
let model, waiting;

// say shows what went wrong.
function say(error) {
  at("error").textContent = error.message;
  document.body.dataset.state = "failed";
}

// back is what the program returned, out of JSON.
function back(result) {
  if (result instanceof Error) throw result;
  return JSON.parse(result);
}

async function fetched(name) {
  const r = await fetch(name);
  if (!r.ok) throw new Error(`${name}: ${r.status} ${r.statusText}: make the page's folder again`);
  return new Uint8Array(await r.arrayBuffer());
}

// start runs the program, which calls ready.
async function start() {
  const go = new Go();
  const program = await WebAssembly.instantiate(await fetched("digit.wasm"), go.importObject);
  go.run(program.instance);
}

globalThis.ready = async () => {
  try {
    const files = {};
    for (const name of ["model.yaml", "weights.safetensors"]) files[name] = await fetched("model/" + name);
    model = back(gater.load(files));
    show();
    document.body.dataset.state = "ready";
  } catch (error) {
    say(error);
  }
};

// make is a new element in another.
function make(parent, tag, name = "", text = "") {
  const e = parent.appendChild(document.createElement(tag));
  e.className = name;
  e.textContent = text;
  return e;
}

// show lays out what depends on the model.
function show() {
  for (const name of model.classes) {
    const bar = make(at("bars"), "div", "bar");
    make(bar, "span", "", name);
    make(make(bar, "div", "track"), "div", "fill");
    make(bar, "span", "num");
  }
  for (const l of model.layers || []) {
    const strip = make(at("layers"), "div", "blocks");
    for (let k = 0; k < l.blocks; k++) make(strip, "i");
    make(at("layers"), "p", "note num");
  }
  const dial = model.dial || [];
  at("dial").disabled = dial.length < 2;
  at("dial").max = Math.max(0, dial.length - 1);
  const best = Math.max(...dial.map((s) => s.metric));
  at("dial").value = Math.max(0, dial.findIndex((s) => s.metric > best - 0.015));
  if (dial.length) at("least").textContent = percent(dial[0].share);
  turned();
}

// turned says what a position of the dial is, and reads the drawing again.
function turned() {
  const s = (model.dial || [])[at("dial").value];
  at("budget").textContent = s ? `${percent(s.share)} of all multiply-adds; ${percent(s.metric)} of the validation pictures right` : "this model has no dial";
  read();
}

// read has the drawing read.
function read() {
  waiting = false;
  const rgba = pen.getImageData(0, 0, paper.width, paper.height).data;
  const ink = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < ink.length; i++) ink[i] = rgba[4 * i + 3];
  try {
    tell(back(gater.read(ink, Number(at("dial").value))));
  } catch (error) {
    say(error);
  }
}

// tell shows an answer, null where nothing is drawn.
function tell(a) {
  [...at("bars").children].forEach((bar, i) => {
    const p = a ? a.probs[i] : 0;
    bar.children[1].firstChild.style.width = 100 * p + "%";
    bar.children[2].textContent = a ? percent(p) : "";
    bar.classList.toggle("best", a !== null && a.class === model.classes[i]);
  });
  (model.layers || []).forEach((l, k) => {
    const open = new Set(a ? a.open[k] : []), [strip, note] = [...at("layers").children].slice(2 * k);
    [...strip.children].forEach((square, i) => square.classList.toggle("open", open.has(i)));
    note.textContent = `layer ${l.name}: ${a ? open.size : "–"} of ${l.blocks} blocks of ${l.width} units open`;
  });
  at("macs").textContent = a ? count(a.macs) : "–";
  at("share").textContent = `${a ? percent(a.macs / model.macs) : "–"} of ${count(model.macs)}`;
  at("time").textContent = a ? `${Math.round(a.micros)} µs in this browser` : "";
  const seen = at("seen").getContext("2d"), picture = seen.createImageData(28, 28);
  for (let i = 0; i < 28 * 28; i++) picture.data.set(Array(3).fill(a ? a.picture[i] : 0).concat(255), 4 * i);
  seen.putImageData(picture, 0, 0);
  document.body.dataset.state = a ? "read" : "ready";
  document.body.dataset.class = a ? a.class : "";
}

// The pen: thick enough for two pixels of 28×28.
pen.lineWidth = 20;
pen.lineCap = pen.lineJoin = "round";
let last = null;

function point(e) {
  const r = paper.getBoundingClientRect();
  return [(e.clientX - r.left) * paper.width / r.width, (e.clientY - r.top) * paper.height / r.height];
}

function stroke(e) {
  const p = point(e);
  pen.beginPath();
  pen.moveTo(...last);
  pen.lineTo(...p);
  pen.stroke();
  last = p;
  if (!waiting && model) {
    waiting = true;
    setTimeout(read);
  }
}

paper.addEventListener("pointerdown", (e) => {
  paper.setPointerCapture(e.pointerId);
  last = point(e);
  stroke(e);
});
paper.addEventListener("pointermove", (e) => last && stroke(e));
for (const end of ["pointerup", "pointercancel"]) paper.addEventListener(end, () => (last = null));
at("dial").addEventListener("input", turned);
at("clear").addEventListener("click", () => {
  pen.clearRect(0, 0, paper.width, paper.height);
  read();
});

start().catch(say);
