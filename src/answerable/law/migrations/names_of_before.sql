-- Views that write through to the tables, and look as whoever asks.
CREATE VIEW appeals_category WITH (security_invoker = true) AS SELECT * FROM law_category;
CREATE VIEW appeals_jurisdiction WITH (security_invoker = true) AS SELECT * FROM law_jurisdiction;
CREATE VIEW appeals_profile WITH (security_invoker = true) AS SELECT * FROM law_profile;
CREATE VIEW appeals_ground WITH (security_invoker = true) AS SELECT * FROM law_ground;
CREATE VIEW appeals_template WITH (security_invoker = true) AS SELECT * FROM law_template;
CREATE VIEW appeals_rung WITH (security_invoker = true) AS SELECT * FROM law_rung;
CREATE VIEW appeals_setting WITH (security_invoker = true) AS SELECT * FROM law_setting;
