// Small comforts. Everything works without them.

import { guardForms } from "./forms";
import { keepForms } from "./keep";
import { markContents } from "./contents";
import { showPrintButtons } from "./print";
import { searchByKey } from "./search";

searchByKey();
guardForms();
keepForms();
markContents();
showPrintButtons();
