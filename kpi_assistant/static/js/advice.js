// What a coach would say about a question, shown below the box while it is typed.

const CHECK_AFTER = 350;

// A form of our own, sent without leaving the page. A login page that answers in our place has done nothing.
export function send(address, token, fields) {
  const body = new FormData();
  body.append("csrf_token", token);
  for (const [name, value] of fields) body.append(name, value);
  return fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } }).then((response) => {
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    return response;
  });
}

// `box` is judged with what `ask` sends, the answer stands in `list`; `words` are {better, use}. Gives back the judge.
export function watch(box, list, ask, words) {
  let timer = 0;
  let turn = 0;

  function judge() {
    const mine = ++turn;
    ask().then((response) => response.json()).then((answer) => {
      if (mine === turn) list.replaceChildren(...answer.flags.map(told));
    }).catch(() => {}); // Offline: the words are still in the box, and sending the form judges them again.
  }

  function told(flag) {
    const row = document.createElement("li");
    row.append(text(flag.wrong));
    if (!flag.better) return row;
    const use = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words.use });
    use.addEventListener("click", () => { box.value = flag.better; box.focus(); judge(); });
    const better = text(`${words.better} `);
    better.className = "advice-better";
    better.append(Object.assign(document.createElement("q"), { textContent: flag.better }), " ", use);
    row.append(" ", better);
    return row;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(judge, CHECK_AFTER);
  }

  box.addEventListener("input", later);
  // What was typed before this script was here, or stands there since the last visit.
  if (box.value.trim()) judge();
  return later;
}

function text(words) {
  return Object.assign(document.createElement("span"), { textContent: words });
}
