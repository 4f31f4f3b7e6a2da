"""The rules of selling, as pure functions of values: no clock, no words, no database, standard library only."""
