// Without a network: the meetings this device carries along.

import { lastMember, openVault } from "./material.js";

const member = await lastMember();
const { vault } = member ? await openVault(member) : { vault: null };
const materials = vault ? await vault.materials() : [];
materials.sort((one, other) => one.meeting.starts_at.localeCompare(other.meeting.starts_at));
const list = document.getElementById("on-device");
for (const { meeting } of materials) {
  const row = document.getElementById("on-device-row").content.firstElementChild.cloneNode(true);
  row.querySelector("a").href = meeting.address;
  row.querySelector(".row-title").textContent = meeting.title;
  row.querySelector(".row-note").textContent = [meeting.starts, meeting.place, meeting.purpose].filter(Boolean).join(" · ");
  list.append(row);
}
list.hidden = materials.length === 0;
document.getElementById("none-on-device").hidden = materials.length > 0;
