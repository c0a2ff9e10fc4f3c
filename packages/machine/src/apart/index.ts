/** What programs need that are started anew for each execution: all of this package costs each start more than Node itself. */
export {
  CONTROL_GROUP_ROOT,
  type ControlGroup,
  countOutOfMemoryKills,
  dropControlGroups,
  endControlGroup,
  type GroupKind,
  lookAtGroup,
  makeControlGroup,
} from "../limits/control-group.ts";
export { machineSize } from "../machine-size.ts";
export { makeTemporaryFolder } from "../make-temporary-folder.ts";
export {
  childrenOf,
  endProcesses,
  identifyChild,
  identifyProcess,
  isAlive,
  killProcess,
  type ProcessIdentity,
  sendKill,
  signalProcess,
} from "../process-identity.ts";
export { checkSocketPath } from "../sockets/socket-path.ts";
export { tryRead } from "../try-read.ts";
export { waitUntil } from "../wait-until.ts";
