// What the editor proposes: our own terms with their labels, those of the vocabularies in use, prefixes,
// variables of the query and the words of SPARQL. Accepting a term declares its prefix where that is missing.
const WORDS = `SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH CONSTRUCT ASK DESCRIBE
  PREFIX FROM NAMED LIMIT OFFSET EXISTS NOT UNDEF`.split(/\s+/)
const CLAUSES = ["GROUP BY", "ORDER BY", "HAVING"]
const FUNCTIONS = `COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND COALESCE IF CONCAT
  CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLEN SUBSTR REPLACE REGEX LCASE UCASE YEAR MONTH DAY ABS ROUND
  ISIRI ISLITERAL IRI`.split(/\s+/)

function declaration(view, prefix, iri) {
  const text = view.state.doc.toString()
  const declared = new RegExp(`prefix\\s+${prefix}:`, "i").test(text)
  return declared ? null : { from: 0, insert: `PREFIX ${prefix}: <${iri}>\n` }
}

function inserting(name, prefix, iri) {
  return (view, _completion, from, to) => {
    const changes = [{ from, to, insert: name }]
    const missing = declaration(view, prefix, iri)
    if (missing) changes.push(missing)
    const shift = missing ? missing.insert.length : 0
    view.dispatch({ changes, selection: { anchor: from + name.length + shift }, userEvent: "input.complete" })
  }
}

export function completions(vocabulary) {
  const terms = vocabulary.terms.map(term => {
    const prefix = term.name.slice(0, term.name.indexOf(":"))
    return {
      label: term.name,
      detail: term.label,
      info: term.definition || undefined,
      type: term.kind,
      boost: prefix === "fg" ? 50 : 0,
      apply: inserting(term.name, prefix, vocabulary.prefixes[prefix]),
    }
  })
  const prefixes = Object.entries(vocabulary.prefixes).map(([prefix, iri]) => ({
    label: `${prefix}:`,
    detail: iri,
    type: "namespace",
    apply: inserting(`${prefix}:`, prefix, iri),
  }))
  const words = [
    ...[...WORDS, ...CLAUSES].map(label => ({ label, type: "keyword", boost: -1 })),
    ...FUNCTIONS.map(label => ({ label, type: "function", apply: `${label}(`, boost: -2 })),
  ]
  // people know the German or English name rather than the identifier: it is looked for too
  const named = terms.map(term => {
    const name = term.detail.replace(/^(hat|ist|wird|has|is) /, "")
    return { ...term, label: `${name} → ${term.label}`, detail: "" }
  })

  return context => {
    const variable = context.matchBefore(/[?$]\w*/)
    if (variable) {
      const found = new Set(context.state.doc.toString().match(/[?$]\w+/g) || [])
      found.delete(variable.text)
      return { from: variable.from, options: [...found].sort().map(label => ({ label, type: "variable" })) }
    }
    const inside = context.matchBefore(/<[^>\s]*|"[^"\n]*/)
    if (inside && !context.explicit) return null
    const name = context.matchBefore(/[A-Za-z][\w-]*:[\w-]*/)
    if (name) return { from: name.from, options: terms, validFor: /^[\w-]*:?[\w-]*$/ }
    const word = context.matchBefore(/[\p{L}_][\p{L}\w-]*/u)
    if (!word && !context.explicit) return null
    const from = word ? word.from : context.pos
    return { from, options: [...words, ...prefixes, ...terms, ...named], validFor: /^[\p{L}\w-]*:?[\w-]*$/u }
  }
}
