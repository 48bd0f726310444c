// Buttons that copy an element's text; without script they stay hidden.
"use strict"

function copying(button) {
  const source = document.getElementById(button.dataset.copy)
  if (!source || !navigator.clipboard) return
  button.hidden = false
  const label = button.textContent
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value === undefined ? source.textContent : source.value)
    button.textContent = button.dataset.done
    setTimeout(() => { button.textContent = label }, 2000)
  })
}

document.querySelectorAll("button[data-copy]").forEach(copying)
