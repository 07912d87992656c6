import { m } from '#lib/paraglide/messages.js'

/** Labels of the fields about somebody who works in an incubator, for the summary of errors. */
export const staffLabels = () => ({
  name: m.upkeep_staff_name(),
  post: m.upkeep_staff_post(),
  time: m.upkeep_staff_time(),
  from: m.upkeep_staff_from(),
  certificate: m.upkeep_staff_certificate(),
  certificateNumber: m.upkeep_staff_number(),
  monthlyPay: m.upkeep_staff_pay(),
  until: m.upkeep_staff_until(),
  topic: m.upkeep_training_topic(),
  heldOn: m.upkeep_training_on(),
  hours: m.upkeep_training_hours(),
})
