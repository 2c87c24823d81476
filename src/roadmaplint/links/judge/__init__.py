"""What responses mean for a link: redirects, pages, anchors, outcomes."""
