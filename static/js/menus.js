// details[data-menu]: closes when you press Escape or go elsewhere.

function closeAll(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => closeAll(event.target.closest("details[data-menu]")));
document.addEventListener("focusin", (event) => closeAll(event.target.closest("details[data-menu]")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-menu][open]");
  closeAll();
  open?.querySelector("summary").focus();
});
