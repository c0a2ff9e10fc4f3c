import type { Answer } from "../door/answer.ts";
import type { Description } from "./description.ts";
import { prune } from "./prune.ts";
import type { Operation } from "./row.ts";

/** What is wrong with an answer of the peer's own: a status, a media type or a value that GitHub's description doesn't have. */
export function findAnswerFaults(description: Description, operation: Operation, answer: Answer): string[] {
  const contents = operation.answers[answer.status];
  if (!contents) {
    return isCommonRefusal(answer.status) ? [] : [`${operation.id} never answers ${answer.status}`];
  }
  if (answer.body === undefined) {
    return Object.keys(contents).length === 0 || answer.status === 304 ? [] : ["the body is missing"];
  }
  const schema = contents[answer.mediaType];
  return schema ? description.findFaults(schema, answer.body) : [`${operation.id} never answers ${answer.mediaType}`];
}

/** An answer without what this version of GitHub doesn't know. */
export function pruneAnswer(description: Description, operation: Operation, answer: Answer): Answer {
  const schema = operation.answers[answer.status]?.[answer.mediaType];
  return schema && answer.mediaType === "application/json"
    ? { ...answer, body: prune(description, schema, answer.body) }
    : answer;
}

/** Every operation may answer these, though the description names them for a few. */
function isCommonRefusal(status: number): boolean {
  return [301, 307, 401, 403, 404, 429].includes(status) || status >= 500;
}
