import type { AppManifest } from "@catalyst/core/forge";

const STYLE =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}";

/** The page that sends the manifest once the person presses its button. */
export function sayFormPage(action: string, manifest: AppManifest): string {
  const { host } = new URL(action);
  const hears = manifest.hook_attributes.active
    ? `It tells ${manifest.hook_attributes.url} what happens.`
    : "It tells nobody what happens: Catalyst asks for it.";
  const may = Object.entries(manifest.default_permissions).map(
    ([name, level]) => `${name.replaceAll("_", " ")}: ${level}`,
  );
  return page(
    `A GitHub App at ${host}`,
    `<p>By this App Catalyst hears and acts. ${escapeHtml(hears)}</p>
<p>It may, where you install it: ${escapeHtml(may.join(", "))}.</p>
<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="manifest" value="${escapeHtml(JSON.stringify(manifest))}">
<button type="submit">Create it at ${escapeHtml(host)}</button></form>`,
  );
}

/** A page that says something, and where to go on. */
export function sayPage(title: string, words: string, next: string | null = null): string {
  const link = next === null ? "" : ` <a href="${escapeHtml(next)}">${escapeHtml(next)}</a>`;
  return page(title, `<p>${escapeHtml(words)}${link}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Catalyst</title><style>${STYLE}</style></head>
<body><h1>${escapeHtml(title)}</h1>
${body}
</body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (letter) => ENTITIES[letter] ?? "");
}
