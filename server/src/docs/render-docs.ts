import { html } from "hono/html";
import type { Content, Contract, Described } from "../api/released/find-breaks.ts";
import { renderSchema } from "./render-schema.ts";

type Html = ReturnType<typeof html>;

interface Operation extends Described {
  method: string;
  path: string;
}

/** The contract as a page to read: all of it in one, without a script. `style`: where its style sheet is. */
export function renderDocs({ paths, components }: Contract, style: string): string {
  const rooms = groupByRoom(paths);
  const nav = [...rooms].map(([room, operations]) => {
    const links = operations.map(({ operationId }) => html`<li><a href="#${operationId}">${operationId}</a></li>`);
    return html`<li>${room}<ul>${links}</ul></li>`;
  });
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => html`<section id="schema-${name}"><h3>${name}</h3>${renderSchema(schema)}</section>`,
  );
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The HTTP API · Catalyst</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<nav><ul>${nav}<li><a href="#schemas">Schemas</a></li></ul></nav>
<main>
<h1>The HTTP API</h1>
<p>For programs the same is in <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).
${[...rooms].map(([room, operations]) => html`<h2>${room}</h2>${operations.map(renderOperation)}`)}
<h2 id="schemas">Schemas</h2>
${schemas}
</main>
</body>
</html>
`);
}

/** By the first part of their path after the version. */
function groupByRoom(paths: Contract["paths"]): Map<string, Operation[]> {
  const rooms = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(paths)) {
    const room = path.split("/")[3] ?? "";
    const operations = Object.entries(methods).map(([method, described]) => ({ ...described, method, path }));
    rooms.set(room, [...(rooms.get(room) ?? []), ...operations]);
  }
  return rooms;
}

function renderOperation({ operationId, summary, method, path, parameters, requestBody, responses }: Operation): Html {
  const said = (parameters ?? []).map(
    ({ name, in: place, required, schema }) =>
      html`<li><code>${name}</code> <small>${place}${required === true ? "" : ", optional"}</small>: ${renderSchema(schema)}</li>`,
  );
  const answers = Object.entries(responses).map(
    ([status, answer]) => html`<li><code>${status}</code> ${answer.description ?? ""}${renderContent(answer)}</li>`,
  );
  return html`<section id="${operationId}">
<h3><code>${method.toUpperCase()} ${path}</code></h3>
<p>${summary ?? ""}
${said.length === 0 ? "" : html`<h4>Asked with</h4><ul>${said}</ul>`}
${requestBody === undefined ? "" : html`<h4>Body</h4>${renderContent(requestBody)}`}
<h4>Answers</h4><ul>${answers}</ul>
</section>`;
}

function renderContent({ content }: Content): Html {
  return html`${Object.entries(content ?? {}).map(
    ([type, { schema }]) => html` <small>${type}</small> ${schema === undefined ? "" : renderSchema(schema)}`,
  )}`;
}
