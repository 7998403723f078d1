/* Energy: longitudinal dynamics, losses of the drive, recuperation, and the power that runs whether it drives or not. */
#include "automation.h"

static const double GRAVITY = 9.81;        /* m/s2 */
static const double PERSON_MASS = 70.0;    /* kg */
static const double GAS_CONSTANT = 287.05; /* J/(kg K), dry air */
static const double PRESSURE = 101325.0;   /* Pa */

double soi_cart_power(const soi_vehicle_type *type, uint32_t riders, double speed, double acceleration, double temperature) {
  const double mass = type->body.mass + PERSON_MASS * riders;
  const double density = PRESSURE / (GAS_CONSTANT * (temperature + 273.15));
  const double force = mass * acceleration + mass * GRAVITY * type->powertrain.rolling_resistance +
                       0.5 * density * type->powertrain.drag_area * speed * speed;
  const double wheel = force * speed;
  const double drive =
      wheel >= 0.0 ? wheel / type->powertrain.drive_efficiency : wheel * type->powertrain.recuperation * type->powertrain.drive_efficiency;
  return drive + type->powertrain.auxiliary_power;
}
