// The query editor over the page's textarea. The textarea stays the field of the form and can be chosen again
// at any time; without script it is all there is. The editor lives in a shadow tree, where its styles are
// constructed sheets: the strict content security policy needs no exception for them.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete"
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands"
import { bracketMatching, StreamLanguage } from "@codemirror/language"
import { sparql } from "@codemirror/legacy-modes/mode/sparql"
import { EditorState } from "@codemirror/state"
import { Decoration, drawSelection, EditorView, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view"
import { completions } from "./completion.js"
import { look } from "./look.js"

const PLAIN = "forderungsgraph.plain-editor"

function remembered() {
  try { return localStorage.getItem(PLAIN) === "yes" } catch { return false }
}

function remember(plain) {
  try { plain ? localStorage.setItem(PLAIN, "yes") : localStorage.removeItem(PLAIN) } catch { /* not allowed */ }
}

function wrongLine(area) {
  const line = Number(area.dataset.line)
  if (!line) return []
  return EditorView.decorations.of(view => {
    if (view.state.doc.lines < line) return Decoration.none
    const from = view.state.doc.line(line).from
    return Decoration.set([Decoration.line({ class: "cm-wrong" }).range(from)])
  })
}

function start(area) {
  const host = document.createElement("div")
  const root = host.attachShadow({ mode: "open" })
  const source = { ask: null }
  const complete = async context => {
    source.ask = source.ask || fetch(area.dataset.terms).then(answer => answer.json()).then(completions)
    try { return (await source.ask)(context) } catch { source.ask = null; return null }
  }
  const submit = () => { area.form.requestSubmit(); return true }
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [complete] }),
        StreamLanguage.define(sparql),
        EditorView.lineWrapping,
        // Tab leaves the editor, as everywhere on the page
        keymap.of([
          { key: "Mod-Enter", run: submit },
          ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({
          "aria-label": area.labels[0].textContent, spellcheck: "false", autocapitalize: "off", tabindex: "0",
        }),
        EditorView.updateListener.of(update => { if (update.docChanged) area.value = update.state.doc.toString() }),
        wrongLine(area),
        look,
      ],
    }),
  })
  area.before(host)
  return { host, view }
}

function switcher(area) {
  let editor = null
  const button = document.createElement("button")
  button.type = "button"
  button.className = "second small"
  const show = plain => {
    if (!plain && !editor) editor = start(area)
    else if (!plain) editor.view.dispatch({ changes: { from: 0, to: editor.view.state.doc.length, insert: area.value } })
    if (editor) editor.host.hidden = plain
    area.hidden = !plain
    button.textContent = plain ? area.dataset.rich : area.dataset.plain
  }
  button.addEventListener("click", () => {
    const plain = area.hidden
    remember(plain)
    show(plain)
    plain ? area.focus() : editor.view.focus()
  })
  area.after(button)
  show(remembered())
  area.labels[0].addEventListener("click", event => {
    if (area.hidden) { event.preventDefault(); editor.view.focus() }
  })
}

// addresses have a length that servers accept
function sending(area) {
  area.form.addEventListener("submit", () => { area.form.method = area.value.length > 4000 ? "post" : "get" })
}

document.querySelectorAll("textarea[data-editor]").forEach(area => { switcher(area); sending(area) })
