// A picture with its title: drawn when charts.js is there, redrawn for the screen's colours and for paper, kept as PNG for slides.
import { useEffect, useRef, useState } from "preact/hooks";
import { download, fileName } from "../document/files.js";
import { t } from "../language.js";
import { submission, tell } from "../state.js";
import { charts } from "./charts.js";

/** Pixels across a page of paper, at which pictures are drawn for printing. */
const PAPER = 680;
/** Pixels across a picture for slides. */
const SLIDE = 1200;
/** Widths are taken in steps, so that a page that is drawn wider is not drawn anew at every pixel. */
const STEP = 40;

/**
 * @param make from {width} in pixels to a picture as charts-bundle.js takes it
 * @param heightOf from a picture and its width to its height
 * @param name what the PNG file is called
 */
export function Picture({ make, heightOf, name, title }) {
  const holder = useRef(null);
  const canvas = useRef(null);
  const [state, setState] = useState({ width: 640, scheme: "light", failed: false, drawer: null });
  const picture = make({ width: state.width });

  useEffect(() => {
    let gone = false;
    charts().then(
      (drawer) => !gone && setState((now) => ({ ...now, drawer })),
      () => !gone && setState((now) => ({ ...now, failed: true })),
    );
    return () => (gone = true);
  }, []);
  useEffect(() => watch(holder.current, (seen) => setState((now) => (now.width === seen.width && now.scheme === seen.scheme ? now : { ...now, ...seen }))), []);
  useEffect(() => {
    if (!state.drawer) return undefined;
    let chart = state.drawer.draw(canvas.current, picture, { scheme: state.scheme });
    const redraw = (wide, draw) => {
      chart.destroy();
      holder.current.style.inlineSize = wide;
      holder.current.style.blockSize = `${heightOf(picture, wide ? PAPER : state.width, wide !== "")}px`;
      chart = draw(canvas.current, picture, { scheme: wide ? "light" : state.scheme });
    };
    const forPaper = () => redraw(`${PAPER}px`, picture.rtl ? state.drawer.stamp : state.drawer.draw);
    const forScreen = () => redraw("", state.drawer.draw);
    window.addEventListener("beforeprint", forPaper);
    window.addEventListener("afterprint", forScreen);
    return () => {
      window.removeEventListener("beforeprint", forPaper);
      window.removeEventListener("afterprint", forScreen);
      chart.destroy();
    };
  }, [state.drawer, state.scheme, JSON.stringify(picture)]);

  const save = async () => {
    const wide = make({ width: SLIDE });
    const blob = await state.drawer.png(wide, { width: SLIDE, height: Math.max(560, heightOf(wide, SLIDE) + 120) });
    download(blob, fileName(submission.value, "png", name), "image/png");
    tell(t("The picture was saved as a file."));
  };
  return (
    <figure class="res-picture">
      <figcaption>
        <span>{title}</span>
        {state.drawer && (
          <button type="button" class="sp-button res-small res-screen" onClick={save} aria-label={t("Save as PNG: {title}", { title })}>
            {t("PNG")}
          </button>
        )}
      </figcaption>
      {state.failed ? (
        <p class="res-note">{t("The picture could not be drawn here; its numbers stand in the table.")}</p>
      ) : (
        <div ref={holder} class="res-canvas" style={{ blockSize: `${heightOf(picture, state.width)}px` }} role="img" aria-label={t("{title}. The numbers stand in the table.", { title })}>
          <canvas ref={canvas} />
        </div>
      )}
    </figure>
  );
}

/** Tell how wide the place is and which colours the page has, now and whenever that changes. */
function watch(element, tellSeen) {
  if (!element) return undefined;
  const look = () => {
    const scheme = getComputedStyle(element).colorScheme === "dark" ? "dark" : "light";
    if (element.clientWidth) tellSeen({ width: Math.floor(element.clientWidth / STEP) * STEP, scheme });
  };
  const sizes = new ResizeObserver(look);
  sizes.observe(element);
  const schemes = new MutationObserver(look);
  for (const one of [document.documentElement, document.body]) schemes.observe(one, { attributes: true });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", look);
  look();
  return () => {
    sizes.disconnect();
    schemes.disconnect();
    system.removeEventListener("change", look);
  };
}
