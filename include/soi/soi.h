/* All of soi's public interface. */
#ifndef SOI_SOI_H
#define SOI_SOI_H

#include <soi/base.h>
#include <soi/definition.h>
#include <soi/earth.h>
#include <soi/event.h>
#include <soi/load.h>
#include <soi/metrics.h>
#include <soi/model.h>
#include <soi/observe.h>
#include <soi/recording.h>
#include <soi/sensor.h>
#include <soi/world.h>

#endif
