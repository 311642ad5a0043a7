"""Acts of the office upon letters: templates kept, house styles accepted, campaigns drafted and cancelled."""
