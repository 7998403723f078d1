/* Where pictures go that the presenter takes: the desktop's folder for pictures. */
#ifndef SOI_VIEW_PICTURES_FOLDER_H
#define SOI_VIEW_PICTURES_FOLDER_H

/* A name in it that is free, by the scenario's file and the time of day in seconds; free it. */
char *pictures_name(const char *scenario, double clock);

#endif
