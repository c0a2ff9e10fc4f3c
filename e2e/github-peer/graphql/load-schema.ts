import { readFileSync } from "node:fs";
import { buildSchema, type GraphQLSchema } from "graphql";

let loaded: GraphQLSchema | null = null;

/** GitHub's published schema; read once for all peers of a process. */
export function loadSchema(): GraphQLSchema {
  loaded ??= readSchema();
  return loaded;
}

function readSchema(): GraphQLSchema {
  const file = new URL("schema.graphql", import.meta.resolve("@octokit/graphql-schema"));
  // GraphQL's own check of a schema refuses what GitHub has deprecated.
  return buildSchema(readFileSync(file, "utf8"), { assumeValid: true });
}
