// Small comforts. Everything works without them.

import { guardForms } from "./forms";
import { markContents } from "./contents";
import { showPrintButtons } from "./print";
import { searchByKey } from "./search";

searchByKey();
guardForms();
markContents();
showPrintButtons();
