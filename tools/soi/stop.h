/* Why a run must end before its time: a signal or a time limit. The run asks after every step; the reports are written still. */
#ifndef SOI_TOOL_STOP_H
#define SOI_TOOL_STOP_H

/* SIGINT and SIGTERM ask for an orderly end (a second one ends at once), SIGPIPE becomes a write error. */
void stop_install(void);
/* Ends runs after so many seconds of real time from now; 0: never. */
void stop_after(double seconds);
/* "SIGINT", "SIGTERM" or "time limit" once a run must end; else null. */
const char *stop_reason(void);
/* The signal that asked for the end, 0 for none. */
int stop_signal(void);

#endif
