// Draws pictures with Chart.js; loaded when one is wanted, as `spregistry.charts`. Knows nothing of submissions.
//
// A picture: {kind: "bars"|"radar"|"groups", title, labels: [text | [lines]], series: [{name, low: [number|null], high: [number|null]}],
// most, percent, names: {certain, open}, rtl, number}
//   bars    one series: certain up to `low`, open from `low` to `high`
//   radar   one series: certain inside, open as a dashed line
//   groups  several series side by side, such as years
// Nothing is told by colour alone: what is open is hatched, series differ in pattern, and a table with the numbers stands below.
import { BarController, BarElement, CategoryScale, Chart, Filler, Legend, LineElement, LinearScale, PointElement, RadarController, RadialLinearScale } from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, Filler, Legend, LineElement, LinearScale, PointElement, RadarController, RadialLinearScale);

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
// The first colour is the form's own; the others differ from it, and from each other, in lightness as well.
const PALETTES = {
  light: { text: "#1d282c", muted: "#55626a", grid: "#dedfd9", paper: "#ffffff", series: ["#0d665f", "#b3541e", "#4b4a9c", "#5d6b1e", "#7a2f5b"] },
  dark: { text: "#e5eae8", muted: "#a6b2b3", grid: "#3a464a", paper: "#12181a", series: ["#6accbd", "#f0a070", "#b0aef5", "#c0cf6a", "#e59ac6"] },
};
const PNG_SCALE = 2;
const PAPER_SCALE = 3;
const TITLE_HEIGHT = 56;
const END_FONT = `12.5px ${FONT}`;
/** Pixels between bars and their numbers. */
const GAP = 8;

/** Draw a picture into a canvas; returns the chart, to be destroyed. */
function draw(canvas, picture, { scheme = "light", width, height, ratio, responsive = width === undefined } = {}) {
  const palette = PALETTES[scheme];
  return new Chart(canvas, {
    type: picture.kind === "radar" ? "radar" : "bar",
    data: { labels: picture.labels, datasets: datasets(picture, palette) },
    options: {
      animation: false,
      events: [],
      responsive,
      maintainAspectRatio: false,
      ...(ratio ? { devicePixelRatio: ratio } : {}),
      layout: { padding: paddingOf(picture, width !== undefined) },
      indexAxis: "y",
      locale: "en",
      font: { family: FONT, size: 13 },
      color: palette.text,
      scales: picture.kind === "radar" ? radialScale(picture, palette) : barScales(picture, palette),
      plugins: { legend: legend(picture, palette), tooltip: { enabled: false } },
    },
    plugins: [ends(picture, palette), ...(width ? [paper(picture, palette, width, height)] : [])],
  });
}

/** Room for the title of a picture that leaves the page, and for the numbers beyond the bars. */
function paddingOf(picture, titled) {
  const edge = titled ? 24 : 0;
  const words = picture.kind === "radar" ? 0 : Math.max(0, ...(picture.ends ?? []).flat().map(widthOf));
  const beyond = words ? words + GAP * 2 : edge;
  return { top: titled ? TITLE_HEIGHT : 0, bottom: titled ? 20 : 0, left: picture.rtl ? edge + beyond : edge, right: picture.rtl ? edge : edge + beyond };
}

function widthOf(words) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = END_FONT;
  return Math.ceil(pen.measureText(words).width);
}

function datasets(picture, palette) {
  const [first] = picture.series;
  if (picture.kind === "groups") return picture.series.flatMap((series, at) => barsOf(series, at, palette, picture, `stack ${at}`));
  if (picture.kind === "bars") return barsOf(first, 0, palette, picture, "one");
  const colour = palette.series[0];
  const open = first.low.some((low, at) => low !== first.high[at]);
  const certain = {
    label: open ? picture.names.certain : first.name,
    data: first.low,
    borderColor: colour,
    backgroundColor: faded(colour, 0.22),
    fill: true,
    pointBackgroundColor: colour,
    borderWidth: 2.5,
    pointRadius: 3.5,
  };
  const possible = {
    label: picture.names.open,
    data: first.high,
    borderColor: palette.muted,
    backgroundColor: "transparent",
    borderDash: [6, 5],
    borderWidth: 1.5,
    pointRadius: 2.5,
    pointBackgroundColor: palette.paper,
    pointBorderColor: palette.muted,
  };
  return open ? [certain, possible] : [certain];
}

function barsOf(series, at, palette, picture, stack) {
  const colour = palette.series[at % palette.series.length];
  const shared = { series: at, stack, borderSkipped: false, maxBarThickness: 22, minBarLength: 0, borderColor: colour };
  const open = series.high.map((high, index) => (high === null || series.low[index] === null ? null : high - series.low[index]));
  const several = picture.series.length > 1;
  const certain = { ...shared, label: several ? series.name : picture.names.certain, data: series.low, backgroundColor: filled(at, colour, palette), borderWidth: 1 };
  if (!open.some(Boolean)) return [certain];
  return [certain, { ...shared, label: picture.names.open, data: open, backgroundColor: hatched(colour, palette.paper), borderWidth: 1, borderDash: [4, 3], isOpen: true }];
}

/** The first series is plain, later ones have patterns of their own, so that they differ in grey print as well. */
function filled(at, colour, palette) {
  if (at === 0) return colour;
  return at % 2 ? pattern(colour, palette.paper, 7, 3.2, [[0, 7, 7, 0]], true) : pattern(colour, palette.paper, 6, 2, [[3, 0, 3, 6]], true);
}

function hatched(colour, paper) {
  return pattern(colour, paper, 8, 1.1, [[0, 8, 8, 0]], false);
}

function pattern(colour, paper, size, line, strokes, strong) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const pen = tile.getContext("2d");
  pen.fillStyle = strong ? faded(colour, 0.35) : paper;
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = colour;
  pen.lineWidth = line;
  pen.lineCap = "square";
  for (const [x1, y1, x2, y2] of strokes) {
    for (const shift of [-size, 0, size]) {
      pen.beginPath();
      pen.moveTo(x1 + shift, y1);
      pen.lineTo(x2 + shift, y2);
      pen.stroke();
    }
  }
  return pen.createPattern(tile, "repeat");
}

function faded(colour, opacity) {
  return `${colour}${Math.round(opacity * 255).toString(16).padStart(2, "0")}`;
}

function barScales(picture, palette) {
  const tick = { color: palette.text, font: { family: FONT, size: 13 } };
  return {
    x: {
      stacked: true,
      min: 0,
      max: picture.most,
      reverse: picture.rtl,
      position: "bottom",
      grid: { color: palette.grid },
      border: { display: false },
      ticks: { ...tick, color: palette.muted, maxTicksLimit: 6, callback: (value) => picture.tick(value) },
    },
    y: {
      stacked: true,
      position: picture.rtl ? "right" : "left",
      grid: { display: false },
      border: { color: palette.grid },
      ticks: { ...tick, autoSkip: false, crossAlign: "far" },
    },
  };
}

function radialScale(picture, palette) {
  return {
    r: {
      min: 0,
      max: picture.most,
      grid: { color: palette.grid },
      angleLines: { color: palette.grid },
      pointLabels: { color: palette.text, font: { family: FONT, size: 12.5 } },
      ticks: { stepSize: picture.most / 4, color: palette.muted, backdropColor: "transparent", font: { family: FONT, size: 11 }, callback: (value) => picture.tick(value) },
    },
  };
}

function legend(picture, palette) {
  return {
    display: true,
    position: "bottom",
    align: "start",
    rtl: picture.rtl,
    textDirection: picture.rtl ? "rtl" : "ltr",
    labels: {
      color: palette.text,
      boxWidth: 18,
      boxHeight: 12,
      font: { family: FONT, size: 12.5 },
      // What is open is explained once, however many series have it.
      filter: (item, { datasets: all }) => !all[item.datasetIndex].isOpen || all.findIndex((one) => one.isOpen) === item.datasetIndex,
    },
  };
}

/** Writes the numbers in a column beyond the bars, each at the height of its own. */
function ends(picture, palette) {
  return {
    id: "ends",
    afterDatasetsDraw(chart) {
      if (picture.kind === "radar") return;
      const pen = chart.ctx;
      pen.save();
      pen.font = END_FONT;
      pen.fillStyle = palette.text;
      pen.textBaseline = "middle";
      pen.textAlign = picture.rtl ? "right" : "left";
      const x = picture.rtl ? chart.chartArea.left - GAP : chart.chartArea.right + GAP;
      picture.series.forEach((_, at) => {
        const bars = chart.getDatasetMeta(chart.data.datasets.findIndex((set) => set.series === at)).data;
        bars.forEach((bar, index) => pen.fillText(picture.ends?.[at]?.[index] ?? "", x, bar.y));
      });
      pen.restore();
    },
  };
}

/** Paper and title, for a picture that leaves the page. */
function paper(picture, palette, width, height) {
  return {
    id: "paper",
    beforeDraw({ ctx }) {
      ctx.save();
      ctx.fillStyle = palette.paper;
      ctx.fillRect(0, 0, width, height);
      ctx.fillStyle = palette.text;
      ctx.font = `600 20px ${FONT}`;
      ctx.textBaseline = "top";
      ctx.direction = picture.rtl ? "rtl" : "ltr";
      ctx.textAlign = picture.rtl ? "right" : "left";
      ctx.fillText(picture.title, picture.rtl ? width - 24 : 24, 22, width - 48);
      ctx.restore();
    },
  };
}

/** Return a picture as a PNG for slides: white paper, title inside, two pixels for one. */
function png(picture, { width = 1200, height = 675 } = {}) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.dir = picture.rtl ? "rtl" : "ltr";
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const chart = draw(canvas, picture, { width, height, ratio: PNG_SCALE });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      chart.destroy();
      if (blob) resolve(blob);
      else reject(new Error("this browser could not make a picture file"));
    }, "image/png");
  });
}

/**
 * Draw a picture for paper as pixels. What is drawn while a page is being printed is kept as shapes and letters, which is finer, but
 * Chromium then puts the words of a text from left to right in the wrong order where the text runs from right to left.
 */
function stamp(canvas, picture, options) {
  const [width, height] = [canvas.parentElement.clientWidth, canvas.parentElement.clientHeight];
  const drawn = document.createElement("canvas");
  drawn.width = width;
  drawn.height = height;
  drawn.dir = picture.rtl ? "rtl" : "ltr";
  const chart = draw(drawn, picture, { ...options, responsive: false, ratio: PAPER_SCALE });
  canvas.width = drawn.width;
  canvas.height = drawn.height;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.getContext("2d").drawImage(drawn, 0, 0);
  return chart;
}

globalThis.spregistry = Object.assign(globalThis.spregistry ?? {}, { charts: { draw, stamp, png } });
