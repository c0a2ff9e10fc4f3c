import { type ClusterConnection, ClusterFault, type ClusterRequest } from "@catalyst/kubernetes";

interface DyingConnection {
  connection: ClusterConnection;
  hasDied: () => boolean;
}

/**
 * An operator's connection, until it has written so often: that is done, and nobody hears that it was. `isCounted`: which writes are; an operator that
 * starts writes for all that is there already.
 */
export function dyingAfter(
  living: ClusterConnection,
  writes: number,
  isCounted: (write: ClusterRequest) => boolean = () => true,
): DyingConnection {
  let left = writes;
  let hasDied = false;
  const gone = () => new ClusterFault("unavailable", "the operator was killed");
  const connection: ClusterConnection = {
    ...living,
    async send(request) {
      if (hasDied) {
        throw gone();
      }
      const isWrite = request.method !== "GET" && !request.path.includes("/leases") && isCounted(request);
      left -= isWrite ? 1 : 0;
      hasDied ||= isWrite && left === 0;
      const answer = await living.send(request);
      if (hasDied) {
        throw gone();
      }
      return answer;
    },
  };
  return { connection, hasDied: () => hasDied };
}
