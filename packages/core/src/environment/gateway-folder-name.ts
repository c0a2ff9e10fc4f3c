/**
 * The name of the folder that holds one environment's socket to the gateway: eight characters, as the path of a socket is at
 * most 107 bytes long. Two live executions share one by chance once in four thousand million times.
 */
export function gatewayFolderName(executionId: string): string {
  return executionId.slice(0, 8);
}

/** Whether a folder beside others may be that of an environment. */
export function isGatewayFolderName(name: string): boolean {
  return /^[0-9a-f]{8}$/.test(name);
}
