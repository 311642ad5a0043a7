// What makes pages quicker to use; every page works without it.
import { takeFocus, searchBySlash } from "./focus.js";
import { copyButtons } from "./copy.js";
import { stickyHeadings } from "./lists.js";
import { menus } from "./menus.js";

takeFocus();
searchBySlash();
copyButtons();
menus();
stickyHeadings();
