import type { ClusterConnection } from "@catalyst/kubernetes";

/** The same connection, which tells each time that the API server answers: with what was asked for, or with a refusal of its own. */
export function noteAnswers(connection: ClusterConnection, answered: () => void): ClusterConnection {
  return {
    ...connection,
    async send(request) {
      const answer = await connection.send(request);
      answered();
      return answer;
    },
    async stream(request) {
      const stream = await connection.stream(request);
      answered();
      stream.on("data", answered);
      return stream;
    },
  };
}
