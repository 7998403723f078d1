/* Why a run must end before its time: a signal or a time limit. The run asks after every step; the reports are written still. */
#ifndef SOI_TOOL_STOP_H
#define SOI_TOOL_STOP_H

/* What is no reason to die: a closed pipe (SIGPIPE) and a full disk (SIGXFSZ) become write errors. */
void stop_install(void);
/* For commands that ask stop_reason: SIGINT, SIGTERM, SIGHUP and SIGQUIT ask for an orderly end, however often they come; only a second
 * SIGINT ends at once. A SIGHUP that was ignored at the start (nohup) stays ignored. */
void stop_heed(void);
/* For all others: the first signal ends them with exit code 4, wherever they are. */
void stop_at_once(void);
/* Around the writing of a file, so that none is left half-written: a signal that would end the program at once does so after it. */
void stop_hold(void);
void stop_release(void);
/* Ends runs after so many seconds of real time from now; 0: never. */
void stop_after(double seconds);
/* The name of the signal or "time limit" once a run must end; else null. */
const char *stop_reason(void);
/* The signal that asked for the end, 0 for none. */
int stop_signal(void);
/* "SIGTERM"; null for signals that stop_heed does not know. */
const char *stop_signal_name(int number);

#endif
