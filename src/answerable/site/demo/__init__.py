"""A sample community: about ninety days of appeals, answers, disputes and readings, so that no page is empty."""
