// Makes a chart answer to pointing: the same specification that the server drew, with the expression interpreter because nothing here may eval.
import embed from "vega-embed";

const LOCALES = {
  nl: { decimal: ",", thousands: ".", grouping: [3], currency: ["€\u00a0", ""] },
  en: { decimal: ".", thousands: ",", grouping: [3], currency: ["€", ""] },
};

document.addEventListener("coophub:chart", async (event) => {
  const drawing = [...event.target.querySelectorAll("[data-chart-drawing]")].find((each) => each.offsetParent);
  const spec = JSON.parse(event.target.querySelector("[data-chart-spec]").textContent);
  spec.width = Number(drawing.dataset.chartDrawing);
  spec.config.legend = spec.usermeta.legends[spec.width];
  const still = [...drawing.childNodes];
  try {
    await embed(drawing, spec, {
      actions: false,
      ast: true,
      defaultStyle: false,
      formatLocale: LOCALES[document.documentElement.lang] ?? LOCALES.en,
      renderer: "svg",
      tooltip: { disableDefaultStyle: true },
    });
  } catch (error) {
    drawing.replaceChildren(...still);
    throw error;
  }
});
