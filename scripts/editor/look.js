// How the editor looks. Colours are the variables of style.css, which reach into the shadow tree,
// so that light, dark and high contrast follow the page.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language"
import { EditorView } from "@codemirror/view"
import { tags } from "@lezer/highlight"

const theme = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    border: "1px solid var(--edge)",
    borderRadius: "var(--radius)",
    fontSize: "0.9rem",
  },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", minHeight: "16rem", maxHeight: "70vh" },
  ".cm-content": { padding: "0.7rem 0", caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--quiet)", border: "0" },
  ".cm-activeLineGutter": { backgroundColor: "var(--tint)", color: "var(--ink)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection": {
    backgroundColor: "var(--mark) !important",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--tint)", outline: "1px solid var(--edge)" },
  ".cm-wrong": { backgroundColor: "var(--bad-paper)", boxShadow: "inset 3px 0 0 var(--bad)" },
  ".cm-tooltip": {
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
    borderRadius: "var(--radius)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "14rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.5rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionDetail": { fontStyle: "normal", fontFamily: "var(--sans)", opacity: "0.85" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { padding: "0.5rem 0.7rem", fontFamily: "var(--sans)", maxWidth: "22rem" },
  ".cm-completionIcon": { display: "none" },
})

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--data-1)", fontWeight: "600" },
  { tag: tags.standard(tags.name), color: "var(--data-1)" },
  { tag: tags.local(tags.variableName), color: "var(--data-2)" },
  { tag: tags.atom, color: "var(--data-3)" },
  { tag: tags.string, color: "var(--data-4)" },
  { tag: tags.meta, color: "var(--data-4)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
])

export const look = [theme, syntaxHighlighting(colours)]
