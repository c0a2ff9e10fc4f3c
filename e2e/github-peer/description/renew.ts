import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EVENTS } from "../events.ts";
import { ROUTES } from "../routes.ts";
import { NULLABLE, OPTIONAL } from "./corrections.ts";
import { type Published, readOperation, translate } from "./published.ts";
import type { Operation, Row, Schema } from "./row.ts";
import { shareSchemas } from "./share-schemas.ts";

/**
 * Takes what the peer has routes and events for out of GitHub's OpenAPI description:
 * `npm pack @octokit/openapi@<version> && tar xzf *.tgz && node e2e/github-peer/description/renew.ts package`.
 * The package has 404 MB, which nobody who installs Catalyst is to load for a test. Of GHES only what is another there is kept.
 */
async function renew(folder: string): Promise<void> {
  const github = await readRows(folder, "api.github.com");
  await write("github", github);
  const lines = new Set(github.map((row) => JSON.stringify(row)));
  for (const host of ["ghes-3.17", "ghes-3.18", "ghes-3.19"]) {
    const rows = await readRows(folder, host);
    await write(
      host,
      rows.filter((row) => !lines.has(JSON.stringify(row))),
    );
  }
}

async function write(name: string, rows: readonly Row[]): Promise<void> {
  const file = fileURLToPath(new URL(`fixtures/${name}.jsonl`, import.meta.url));
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

async function readRows(folder: string, host: string): Promise<Row[]> {
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const published: Published = JSON.parse(await readFile(join(folder, `generated/${host}.json`), "utf8"));
  correct(published);
  const operations = pickOperations(published, host);
  const webhooks = EVENTS.filter((name) => isThere(published, host, name)).map((name) => {
    return { name, schema: readWebhook(published, name) };
  });
  const schemas = reach(published, [...operations, ...webhooks]);
  const shared = shareSchemas([...webhooks, ...schemas].map(({ schema }) => schema));
  for (const [index, row] of [...webhooks, ...schemas].entries()) {
    row.schema = shared.schemas[index] ?? {};
  }
  return [
    { kind: "source", package: `@octokit/openapi@${version}`, host },
    { kind: "known", operations: listKnown(published) },
    ...operations.map((operation): Row => ({ kind: "operation", operation })),
    ...webhooks.map((webhook): Row => ({ kind: "webhook", ...webhook })),
    ...[...schemas, ...shared.named].map((schema): Row => ({ kind: "schema", ...schema })),
  ];
}

/** An older host may not have it yet. */
function isThere(published: Published, host: string, name: string): boolean {
  return host === "api.github.com" || name in published["x-webhooks"];
}

function correct({ components: { schemas } }: Published): void {
  for (const [name, properties] of Object.entries(OPTIONAL)) {
    const schema = schemas[name];
    Object.assign(schema ?? {}, { required: schema?.required?.filter((property) => !properties.includes(property)) });
  }
  for (const [name, properties] of Object.entries(NULLABLE)) {
    for (const property of properties) {
      Object.assign(schemas[name]?.properties?.[property] ?? {}, { nullable: true });
    }
  }
}

function pickOperations(published: Published, host: string): Operation[] {
  const wanted = new Set(ROUTES.map(({ operation }) => operation));
  const found = Object.entries(published.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => wanted.delete(operation.operationId))
      .map(([method]) => readOperation(published, { method, path })),
  );
  if (wanted.size > 0 && host === "api.github.com") {
    throw new Error(`GitHub's description has no operation ${[...wanted].join(", ")}.`);
  }
  return found;
}

function listKnown(published: Published): string[] {
  return Object.entries(published.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

function readWebhook(published: Published, name: string): Schema {
  const webhook = published["x-webhooks"][name];
  if (!webhook) {
    throw new Error(`GitHub's description has no webhook ${name}.`);
  }
  return translate(webhook.post.requestBody.content["application/json"]?.schema ?? {});
}

/** The named schemas that the roots lead to, each once, by name. */
function reach(published: Published, roots: unknown[]): { name: string; schema: Schema }[] {
  const found = new Map<string, Schema>();
  const waiting = listNames(roots);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (!found.has(name)) {
      const schema = translate(published.components.schemas[name] ?? {});
      found.set(name, schema);
      waiting.push(...listNames(schema));
    }
  }
  return [...found].map(([name, schema]) => ({ name, schema })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function listNames(value: unknown): string[] {
  return [...JSON.stringify(value).matchAll(/"\$ref":"github#\/\$defs\/([^"]+)"/g)].map(([, name = ""]) => name);
}

await renew(process.argv[2] ?? "package");
