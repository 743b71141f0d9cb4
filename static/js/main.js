// What every page loads. Each behaviour hangs on data-* attributes, and every page works without it.
import "./api-examples.js";
import "./autosave.js";
import "./chart-loader.js";
import "./confirm.js";
import "./copy.js";
import "./formset.js";
import "./fill.js";
import "./send-files.js";
import "./forms.js";
import "./menus.js";
import "./only-for.js";
import "./passkeys.js";
import "./requests.js";
import "./row-keys.js";
import "./scroll-to-current.js";
import "./sign-out.js";
import "./theme.js";
