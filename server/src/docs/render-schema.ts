import { html } from "hono/html";
import type { Schema } from "../api/released/schema.ts";

type Html = ReturnType<typeof html>;

const BOUNDS = ["format", "pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "default"];
const NOTHING = html``;

/** A schema in short; what has a name is a link to it. */
export function renderSchema(schema: Schema): Html {
  const { $ref, anyOf, oneOf, enum: values, items, properties } = schema;
  const name = $ref?.split("/").at(-1);
  if (name !== undefined) {
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) {
    return html`one of<ul>${choices.map((one) => html`<li>${renderSchema(one)}</li>`)}</ul>`;
  }
  if (values !== undefined) {
    return html`${values.map((value, index) => html`${index === 0 ? "" : " | "}<code>${JSON.stringify(value)}</code>`)}`;
  }
  const types = [schema.type ?? "anything"].flat().join(" or ");
  return html`${types}${renderBounds(schema)}${items === undefined ? NOTHING : html` of ${renderSchema(items)}`}${
    properties === undefined ? NOTHING : renderProperties(properties, schema.required ?? [])
  }`;
}

function renderBounds(schema: Schema): Html {
  const said = BOUNDS.filter((name) => schema[name] !== undefined);
  return said.length === 0
    ? NOTHING
    : html` <small>(${said.map((name) => `${name} ${JSON.stringify(schema[name])}`).join(", ")})</small>`;
}

function renderProperties(properties: Record<string, Schema>, required: readonly string[]): Html {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      html`<li><code>${name}</code>${required.includes(name) ? "" : html` <small>optional</small>`}: ${renderSchema(schema)}</li>`,
  );
  return html`<ul>${rows}</ul>`;
}
