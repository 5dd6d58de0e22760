// What an editor gains from a script: buttons for headings, lists and the like, pasting from Word, and keeping what is
// typed until it is saved. It works without.

const QUIET = 3000

const TOOLS = [
  ['Bold', (area) => around(area, '**')],
  ['Italic', (area) => around(area, '*')],
  ['Heading', (area) => lines(area, () => '### ')],
  ['List', (area) => lines(area, () => '- ')],
  ['Numbered list', (area) => lines(area, (place) => `${place + 1}. `)],
  ['Link', (area) => link(area)],
  ['Table', (area) => apart(area, '| What | How much |\n| --- | --- |\n|  |  |')]
]

// Puts words where the cursor is, as if they were typed: so that the browser can undo it.
function put(area, words) {
  area.focus()
  if (!document.execCommand('insertText', false, words)) {
    area.setRangeText(words, area.selectionStart, area.selectionEnd, 'end')
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

// Puts lines where the cursor is, with a blank line before and after them: words right below a table would be its row.
function apart(area, words) {
  const before = area.value.slice(0, area.selectionStart)
  const after = area.value.slice(area.selectionEnd)
  const blanks = (breaks) => '\n'.repeat(Math.max(0, 2 - breaks.length))
  const lead = before.trim() === '' ? '' : blanks(before.match(/\n*$/)[0])
  const tail = after.trim() === '' ? '\n' : blanks(after.match(/^\n*/)[0])
  put(area, `${lead}${words}${tail}`)
}

const chosen = (area) => area.value.slice(area.selectionStart, area.selectionEnd)

function around(area, sign) {
  put(area, `${sign}${chosen(area) || 'words'}${sign}`)
}

// Whole lines, each with a sign before it.
function lines(area, sign) {
  const start = area.value.lastIndexOf('\n', area.selectionStart - 1) + 1
  area.setSelectionRange(start, area.selectionEnd)
  const marked = chosen(area).split('\n').map((line, place) => sign(place) + line)
  put(area, marked.join('\n'))
}

function link(area) {
  const words = chosen(area) || 'words'
  put(area, /^https?:\/\//.test(words) ? `[what it is](${words})` : `[${words}](https://)`)
}

function bar(area) {
  const tools = document.createElement('div')
  tools.className = 'app-tools'
  tools.setAttribute('role', 'toolbar')
  tools.setAttribute('aria-label', 'Formatting')
  tools.setAttribute('aria-controls', area.id)
  for (const [name, act] of TOOLS) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'app-tools__tool'
    button.textContent = name
    button.addEventListener('click', () => act(area))
    tools.append(button)
  }
  area.before(tools)
}

// What Word or a web page puts on the clipboard keeps its headings, lists and tables.
async function paste(event, area, say) {
  const html = event.clipboardData?.getData('text/html') ?? ''
  const plain = event.clipboardData?.getData('text/plain') ?? ''
  if (!/<(h[1-6]|ul|ol|li|table|b|strong|i|em|a|p)[\s>]/i.test(html)) return
  event.preventDefault()
  try {
    const answer = await fetch('/write/paste', { method: 'POST', body: new URLSearchParams({ html }) })
    if (!answer.ok) throw new Error(answer.statusText)
    const { markdown, left_out: leftOut } = await answer.json()
    // Within a section, a heading of the first or second size would begin another.
    const isPart = !new URL(area.form.action).pathname.endsWith('/edit')
    const fitting = isPart ? markdown.replace(/^#{1,2} /gm, '### ') : markdown
    put(area, fitting.trim() || plain)
    if (leftOut.length > 0) say(`Not kept: ${leftOut.join(' ')}`)
  } catch {
    put(area, plain)
    say('Pasted as plain text.')
  }
}

function status(form) {
  const line = document.createElement('p')
  line.className = 'nhsuk-body-s app-kept'
  line.setAttribute('role', 'status')
  form.append(line)
  return (words) => (line.textContent = words)
}

// Keeps what is typed: a while after the last key, and when the page is left.
function keep(form, say) {
  const address = `/me/typed?${new URLSearchParams({ form: new URL(form.action).pathname })}`
  let waiting = null
  const body = () => {
    const fields = new FormData(form)
    fields.delete('key')
    return new URLSearchParams(fields)
  }
  const send = async () => {
    waiting = null
    try {
      const answer = await fetch(address, { method: 'POST', body: body() })
      if (answer.ok) {
        const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
        say(`Kept at ${time}, not saved yet.`)
      } else if (answer.status === 403) {
        say('You are not signed in any more. Sign in in another tab before you save.')
      } else {
        say('What you type is not kept at the moment. Save it soon.')
      }
    } catch {
      say('The portal cannot be reached. What you type is not kept until it can.')
    }
  }
  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(send, QUIET)
  })
  form.addEventListener('submit', () => {
    clearTimeout(waiting)
    waiting = null
  })
  window.addEventListener('pagehide', () => {
    if (waiting !== null) navigator.sendBeacon(address, body())
  })
}

for (const form of document.querySelectorAll('form[data-keep]')) {
  const say = status(form)
  keep(form, say)
  for (const area of form.querySelectorAll('textarea[data-editor]')) {
    bar(area)
    area.addEventListener('paste', (event) => paste(event, area, say))
  }
}
