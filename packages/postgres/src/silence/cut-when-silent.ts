import type pg from "pg";

type Ask = (...input: unknown[]) => unknown;

/**
 * Cuts a connection over which a question wasn't answered in its time (`query_timeout`). The driver tells who asked and leaves
 * the connection as it is: a rollback, and whoever is given it next, would wait behind that question.
 */
export function cutWhenSilent(client: pg.Client): void {
  const ask: Ask = client.query.bind(client);
  const query: Ask = (...input) => {
    const answer = ask(...input);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        if (isSilence(error)) {
          client.connection.stream.destroy();
        }
      });
    }
    return answer;
  };
  Object.assign(client, { query });
}

/** Whether an error of the driver says that a question wasn't answered in its time: it has no code of its own. */
function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === "Query read timeout";
}
