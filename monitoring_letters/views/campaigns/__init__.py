"""Pages of campaigns: choosing addressees, issuing hundreds of letters, serving and following them."""
