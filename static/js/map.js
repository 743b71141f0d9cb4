// The map of the register, one dot a municipality, larger where there is more; that of one initiative, with its place;
// and that of the policy of municipalities, with small dots where nothing is known. What stands beside it says the same.
import "../css/map.css";
import L from "leaflet";

const NETHERLANDS = L.latLngBounds([50.7, 3.3], [53.6, 7.25]);
const WIDE = window.matchMedia("(width >= 64rem)");

function addLand(map, outlineAddress) {
  return fetch(outlineAddress)
    .then((answer) => answer.json())
    .then((outline) => {
      const style = ({ properties }) => ({ className: `map__land map__land--${properties.name}` });
      L.geoJSON(outline, { style, interactive: false }).addTo(map).bringToBack();
    });
}

const LARGEST_DOT = 14;

const sizeOf = (point) => point.size ?? point.initiatives ?? 1;

function addDots(map, points, address, open) {
  // Where there is very much, dots grow less: they would hide the land and each other.
  const growth = Math.min(3, (LARGEST_DOT - 5) / Math.sqrt(Math.max(...points.map(sizeOf))));
  for (const point of points) {
    const isQuiet = point.tone === "quiet";
    const dot = L.circleMarker([point.latitude, point.longitude], {
      className: isQuiet ? "map__dot map__dot--quiet" : "map__dot",
      radius: isQuiet ? 3 : 5 + growth * Math.sqrt(sizeOf(point)),
    });
    dot.bindTooltip(point.words ?? (point.code ? `${point.name}: ${point.initiatives}` : point.name));
    const page = point.url ?? (point.code && `${address}?municipality=${encodeURIComponent(point.code)}`);
    if (page) {
      dot.on("click", () => open(page));
    }
    dot.addTo(map);
  }
}

function draw(element, points) {
  const { mapAddress, mapOutline, mapTiles, mapAttribution, mapZoomIn, mapZoomOut } = element.dataset;
  const map = L.map(element, {
    attributionControl: Boolean(mapTiles),
    maxBounds: NETHERLANDS.pad(0.3),
    minZoom: 6,
    scrollWheelZoom: false,
    zoomControl: false,
    zoomSnap: 0.25,
  });
  L.control.zoom({ zoomInTitle: mapZoomIn, zoomOutTitle: mapZoomOut }).addTo(map);
  map.fitBounds(NETHERLANDS);
  if (mapTiles) {
    L.tileLayer(mapTiles, { attribution: mapAttribution }).addTo(map);
  } else {
    addLand(map, mapOutline);
  }
  const isBeside = "mapBeside" in element.dataset;
  const go = (page) => (isBeside ? window.open(page, "_blank", "noopener") : window.location.assign(page));
  addDots(map, points, mapAddress, go);
}

function start() {
  const room = document.querySelector("[data-map-room]");
  if (!room) return;
  const element = room.querySelector("[data-map]");
  const button = room.querySelector("[data-map-open]");
  const points = JSON.parse(document.getElementById("map-points").textContent);
  const open = () => {
    button.hidden = true;
    element.hidden = false;
    draw(element, points);
  };
  room.hidden = false;
  button.addEventListener("click", open, { once: true });
  // On a phone the list comes first and the map when it is asked for; in a page of another site it is what was asked for.
  if (WIDE.matches || "mapBeside" in element.dataset) button.click();
}

start();
