-- Lists ask for organisations that were not merged. Until the new column is counted, the planner takes such a row for rare and sorts all of them:
-- a page of 50 among a million took twenty times its time. Adding a column does not make the server count by itself.
ANALYZE "organisation";
