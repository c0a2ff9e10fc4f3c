/** EX_CONFIG of sysexits.h: what is wrong was told, and stays wrong however often the process is started. */
export const SETTINGS_EXIT_CODE = 78;
