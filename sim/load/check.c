#include "check.h"
void soi_check_map(soi_loading *loading) { (void)loading; }
void soi_check_scenario(soi_loading *loading) { (void)loading; }
